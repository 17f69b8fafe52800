import type { EnvironmentDevice } from '../../../config/deployment/ports/environment.ts';
import type { Flag } from './packet.ts';

/** Who sent a packet, what it is, and how it is to be answered. */
export interface Heading {
  /** Number of the request; undefined: 2005 may leave it out. */
  qn: string | undefined;
  st: string;
  cn: string;
  pw: string | undefined;
  mn: string;
  flag: Flag;
}

/** One message of a known device, decrypted and, where it came in packets, put together. */
export interface Message {
  device: EnvironmentDevice;
  /** The first packet's. */
  heading: Heading;
  /** Packets to be answered once what they say is durable. */
  packets: readonly Heading[];
  /** Content of CP. */
  text: string;
  /** Number of the first packet where not all of the message is here; 1 otherwise. */
  part: number;
  crc: 'hj212' | 'modbus';
  /** Why it cannot be understood, where that is known already; null: nothing wrong so far. */
  fault: string | null;
}
