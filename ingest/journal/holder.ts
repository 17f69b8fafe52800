import { readFileSync } from 'node:fs';

/** A process that holds something, so that it can be told from a later one with the same number. */
export interface Holder {
  pid: number;
  /** When it started, as the system says it, where it does (Linux); '' elsewhere. */
  started: string;
}

function startOf(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the name of the program, in brackets, may hold anything; the 20th field after it is the start
    return `${boot}/${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return '';
  }
}

export const ourselves = (): Holder => ({ pid: process.pid, started: startOf(process.pid) });

/** Whether the process still runs. */
export function isAlive({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return startOf(pid) === started;
}
