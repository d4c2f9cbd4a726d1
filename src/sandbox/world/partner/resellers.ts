// The resellers below a partner, each with customers and thus a world of its own.

import { Random } from '../../base/random.ts';
import { DAY, instant } from '../../base/time.ts';
import { draw } from '../frame.ts';
import { World } from '../world.ts';

const RESELLERS = 23;
/** Worlds are drawn from seeds that are this far apart. */
const SEEDS_APART = 7919;

export interface Reseller {
  readonly id: string;
  readonly at: number;
  readonly row: Record<string, unknown>;
}

const lists = new WeakMap<World, readonly Reseller[]>();

export function resellersOf(world: World): readonly Reseller[] {
  const known = lists.get(world);
  if (known) return known;
  const { seed, partner, today } = world.frame;
  const made = Array.from({ length: RESELLERS }, (_, at) => {
    const random = new Random(seed, draw.reseller, partner, at);
    const id = random.hex(32);
    const number = String(at + 1).padStart(2, '0');
    return {
      id,
      at,
      row: {
        indirect_partner_id: id,
        mobile_phone: `000000000${number}`,
        email: `sandbox_reseller_${number}@example.invalid`,
        account_name: `sandbox_reseller_${number}`,
        name: `Sandbox Reseller ${number}`,
        associated_on: instant(today - (at + 1) * 11 * DAY),
        account_manager_id: null,
        account_manager_name: at % 2 === 0 ? 'sandbox_manager_01' : null,
      },
    };
  });
  lists.set(world, made);
  return made;
}

const worlds = new WeakMap<Reseller, World>();

/** What the reseller sees: drawn when somebody asks for it first. */
export function worldOfReseller({ frame }: World, reseller: Reseller): World {
  const known = worlds.get(reseller);
  if (known) return known;
  const { at } = reseller;
  const made = new World({
    ...frame,
    seed: frame.seed + SEEDS_APART * (at + 1),
    reseller: at + 1,
    customers: 4 + (at % 5),
  });
  worlds.set(reseller, made);
  return made;
}
