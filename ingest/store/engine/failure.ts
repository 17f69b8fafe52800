import { Refused } from './statement.ts';

/** An error as ClickHouse's HTTP interface tells it. */
export interface Failure {
  status: number;
  code: number;
  /** Body text, which clients parse for code, message and type. */
  text: string;
}

const NOT_FOUND = new Set([46, 47, 60, 81, 115]);
const SERVER_FAULT = new Set([49, 241, 243, 999, 1001, 1002]);

const statusOf = (code: number): number => {
  if (code === 516) return 401;
  if (code === 497 || code === 164) return 403;
  if (NOT_FOUND.has(code)) return 404;
  if (code === 307) return 413;
  if (code === 48) return 501;
  if (code === 159 || code === 202 || SERVER_FAULT.has(code)) return 500;
  return 400;
};

/** `cause` as ClickHouse would tell it. `version` is the engine's. Our own faults say no more than that. */
export function failureOf(cause: unknown, version: string): Failure {
  const suffix = ` (version ${version})\n`;
  if (cause instanceof Refused)
    return {
      status: statusOf(cause.code),
      code: cause.code,
      text: `Code: ${cause.code}. DB::Exception: ${cause.message} (${cause.type})${suffix}`,
    };
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = Number(/^Code: (\d+)\b/.exec(message)?.[1]);
  if (Number.isInteger(code))
    return { status: statusOf(code), code, text: `${message.trimEnd()}${suffix}` };
  return {
    status: 500,
    code: 1002,
    text: `Code: 1002. DB::Exception: ${message} (UNKNOWN_EXCEPTION)${suffix}`,
  };
}
