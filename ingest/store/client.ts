import { type ClickHouseClient, createClient } from '@clickhouse/client';
import { credentials } from '../../config/credentials.ts';
import type { env as Environment } from '../../config/env.ts';
import { render, type Sql } from './sql.ts';

/** Where a store is and who asks it. */
export interface Target {
  url: string;
  user: string;
  password: string;
}

/** ClickHouse, whether embedded, one server or a cluster. */
export interface Store {
  /**
   * Rows of a SELECT. Rejects with @clickhouse/client's ClickHouseError (code, type) where ClickHouse
   * refuses, with an Error of the network where it cannot be reached.
   */
  query<T>(statement: Sql): Promise<T[]>;
  /** Runs a statement without rows. Rejects as `query` does. */
  command(statement: Sql): Promise<void>;
  /** True where the store answers. */
  ping(): Promise<boolean>;
  close(): Promise<void>;
  /** The client below, for inserts. Used within the store only. */
  readonly client: ClickHouseClient;
}

/** Longer than the reader's time limit and a wait in the queue, so that the store's own error wins. */
const REQUEST_TIMEOUT_MS = 120_000;
const CONNECTIONS = 8;

/**
 * The store of this installation, as the writer, a reader, or who may read sealed values: the embedded one, or the server named by
 * CLICKHOUSE_URL with the user and password it carries.
 */
export function storeTarget(
  env: Pick<typeof Environment, 'clickhouseUrl' | 'storePort' | 'data'>,
  role: 'writer' | 'reader' | 'vault',
): Target {
  if (env.clickhouseUrl === undefined)
    return {
      url: `http://127.0.0.1:${env.storePort}`,
      user: role,
      password: credentials(env.data)[role],
    };
  const url = new URL(env.clickhouseUrl);
  const user = decodeURIComponent(url.username) || 'default';
  const password = decodeURIComponent(url.password);
  url.username = '';
  url.password = '';
  return { url: url.href, user, password };
}

/** Connects on first use; nothing is sent before. */
export function connect(target: Target): Store {
  const client = createClient({
    url: target.url,
    username: target.user,
    password: target.password,
    request_timeout: REQUEST_TIMEOUT_MS,
    max_open_connections: CONNECTIONS,
    compression: { request: false, response: false },
    clickhouse_settings: {
      session_timezone: 'UTC',
      prefer_column_name_to_alias: 1,
      output_format_json_quote_64bit_integers: 0,
    },
    log: { level: 127 }, // OFF: what goes wrong is told by rejecting, not printed
  });
  return {
    client,
    query: async <T>(statement: Sql) => {
      const result = await client.query({ ...render(statement), format: 'JSONEachRow' });
      return result.json<T>();
    },
    command: async (statement) => {
      await client.command(render(statement));
    },
    ping: async () => (await client.ping()).success,
    close: () => client.close(),
  };
}
