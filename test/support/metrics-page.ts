/** The samples of a Prometheus page, by `name{label="value",…}` without the project's prefix. */
export async function readMetrics(gatewayUrl: string): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(`${gatewayUrl}/metrics`);
  const samples = new Map<string, number>();
  for (const line of (await response.text()).split('\n')) {
    const [, name, value] = /^partner_graph_(\S+(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
    if (name && value) samples.set(name, Number(value));
  }
  return samples;
}
