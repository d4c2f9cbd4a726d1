import { Client } from 'undici';

/** Connections to each gateway that ask their next question, never asked before, when the last is answered. */
export function startLoad(urls: readonly string[], connectionsEach: number) {
  let [questions, failed, running] = [0, 0, true];
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    'cache-control': 'no-cache',
  };
  async function connection(url: string): Promise<void> {
    const client = new Client(url);
    while (running) {
      const from = new Date(Date.UTC(2020, 0, 1) + 1_000 * questions++).toISOString();
      const query = `{ orders(filter: { createdFrom: "${from}" }, first: 1) { nodes { orderId } } }`;
      const response = await client.request({
        path: '/graphql',
        method: 'POST',
        headers,
        body: JSON.stringify({ query }),
      });
      if ((await response.body.text()).includes('"errors"')) failed++;
    }
    await client.close();
  }
  const connections = urls.flatMap((url) => Array.from({ length: connectionsEach }, () => connection(url)));
  return {
    /** Requests that ended with an error so far. */
    get failed() {
      return failed;
    },
    async stop() {
      running = false;
      await Promise.all(connections);
    },
  };
}
