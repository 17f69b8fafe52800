import { join } from 'node:path';
import { z } from 'zod';
import { isLoopback } from './deployment/loopback.ts';

const Env = z.object({
  QIAO_DEPLOYMENT: z.string().min(1).default('huangqiao'),
  /** Where everything durable lives. */
  QIAO_DATA: z.string().min(1).optional(),
  /** Port of the wall; the five after it are the store's, the feed's, and those on which upstreams come in. */
  QIAO_PORT: z.coerce.number().int().min(1024).max(65530).default(7700),
  /** A ClickHouse server or cluster to use instead of the embedded one, with user and password. */
  CLICKHOUSE_URL: z.url().optional(),
  /** Address on which the screens are served; everything but loopback needs TLS. */
  QIAO_HOST: z.string().min(1).default('127.0.0.1'),
  /** Where browsers reach the screens, where that is not the address itself: https://qiao.example.cn */
  QIAO_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  /** PEM files: certificate with its chain, and key. */
  QIAO_TLS_CERT: z.string().min(1).optional(),
  QIAO_TLS_KEY: z.string().min(1).optional(),
  /** Of this client at the city's identity service (sign-in.json). */
  QIAO_OIDC_SECRET: z.string().min(1).optional(),
  /** Ports of further gateways that serve the line alone, for a proxy to share the screens out: `7711,7712`. */
  QIAO_LINE_PORTS: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter(Boolean).map(Number))
    .pipe(z.array(z.number().int().min(1024).max(65535))),
  QIAO_TRANSPORT: z.enum(['uws', 'ws']).default('uws'),
  QIAO_CITY: z.enum(['on', 'off']).default('on'),
  /** City seconds per second. */
  QIAO_SPEED: z.coerce.number().positive().max(100_000).default(1),
  /** Multiple of the deployment's population. */
  QIAO_SCALE: z.coerce.number().positive().max(1000).default(1),
  QIAO_SEED: z.coerce.number().int().default(1),
  QIAO_BACKFILL_DAYS: z.coerce.number().int().min(0).max(4000).default(400),
  /** Labelled incidents to plant: a JSON file, see ingest/city/incidents.ts. */
  QIAO_INCIDENTS: z.string().optional(),
  /** Keys of the vault, `id:secret,id:secret`, the newest last. */
  QIAO_VAULT_KEYS: z.string().optional(),
  /** A file that holds them instead. */
  QIAO_VAULT_KEY_FILE: z.string().optional(),
  /** AES-256-GCM and SHA-256; or SM4 and SM3 (国密). */
  QIAO_CRYPTO: z.enum(['aes', 'sm']).default('aes'),
  /** Whether personal data that masks hide are kept, sealed, or not at all. */
  QIAO_ORIGINALS: z.enum(['keep', 'drop']).default('keep'),
  /** A file outside the data folder to which the newest row of the audit is told. */
  QIAO_AUDIT_ANCHOR: z.string().min(1).optional(),
  QIAO_LOG: z.enum(['debug', 'info', 'warn', 'error']).default('warn'),
});

/** What would let passwords and cases travel in the clear; null: nothing. */
function exposure(of: z.output<typeof Env>): string | null {
  if (Boolean(of.QIAO_TLS_CERT) !== Boolean(of.QIAO_TLS_KEY))
    return 'QIAO_TLS_CERT and QIAO_TLS_KEY go together: name both files';
  const https = of.QIAO_TLS_CERT !== undefined || of.QIAO_ORIGIN?.startsWith('https:');
  if (isLoopback(of.QIAO_HOST) || https) return null;
  return `QIAO_HOST ${of.QIAO_HOST} without TLS would send passwords in the clear: set QIAO_TLS_CERT and QIAO_TLS_KEY, or QIAO_ORIGIN to the https address of a proxy before it`;
}

/** Bytes that the path of a socket may have on Linux and macOS (sun_path). */
const SOCKET_PATH = 103;

const parsed = Env.safeParse(process.env);
if (!parsed.success) {
  for (const issue of parsed.error.issues)
    console.error(`${issue.path.join('.')}: ${issue.message}`);
  process.exit(2);
}
const e = parsed.data;
const data = e.QIAO_DATA ?? `.qiao/${e.QIAO_DEPLOYMENT}`;
const deskSocket = join(data, 'desk.sock');
const long = Buffer.byteLength(deskSocket) > SOCKET_PATH;
const flaw =
  exposure(e) ??
  (long ? `QIAO_DATA: too long, ${deskSocket} must fit in ${SOCKET_PATH} bytes` : null);
if (flaw !== null) {
  console.error(flaw);
  process.exit(2);
}

/** The environment, parsed once. Ends the process with a clear message where it is wrong. */
export const env = {
  deployment: e.QIAO_DEPLOYMENT,
  data,
  port: e.QIAO_PORT,
  storePort: e.QIAO_PORT + 1,
  feedPort: e.QIAO_PORT + 2,
  /** HTTP ports: 12345, 数字城管, 社会治理, 安全生产, registers, hall, Open311. */
  httpPort: e.QIAO_PORT + 3,
  /** HJ 212 over TCP. */
  environmentPort: e.QIAO_PORT + 4,
  /** SL 651 over TCP. */
  waterPort: e.QIAO_PORT + 5,
  /** On which our gateway hands commands on; the owner of the data alone may open it. */
  deskSocket,
  clickhouseUrl: e.CLICKHOUSE_URL,
  host: e.QIAO_HOST,
  origin: e.QIAO_ORIGIN,
  tls: e.QIAO_TLS_CERT && e.QIAO_TLS_KEY ? { cert: e.QIAO_TLS_CERT, key: e.QIAO_TLS_KEY } : null,
  oidcSecret: e.QIAO_OIDC_SECRET,
  linePorts: e.QIAO_LINE_PORTS,
  transport: e.QIAO_TRANSPORT,
  city: e.QIAO_CITY === 'on',
  speed: e.QIAO_SPEED,
  scale: e.QIAO_SCALE,
  seed: e.QIAO_SEED,
  backfillDays: e.QIAO_BACKFILL_DAYS,
  incidents: e.QIAO_INCIDENTS,
  vaultKeys: e.QIAO_VAULT_KEYS,
  vaultKeyFile: e.QIAO_VAULT_KEY_FILE,
  crypto: e.QIAO_CRYPTO,
  originals: e.QIAO_ORIGINALS === 'keep',
  auditAnchor: e.QIAO_AUDIT_ANCHOR,
  log: e.QIAO_LOG,
} as const;
