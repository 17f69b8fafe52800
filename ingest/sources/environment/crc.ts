const POLYNOMIAL = 0xa001;

/** What eight shifts make of each byte; both checks below share it. */
const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let register = byte;
  for (let bit = 0; bit < 8; bit++)
    register = register & 1 ? (register >> 1) ^ POLYNOMIAL : register >> 1;
  return register;
});

/**
 * CRC of HJ 212 (appendix A): the register begins with 0xFFFF; each byte is combined with the
 * register's *high* byte, and the low byte is dropped. It is not the CRC of Modbus, although it uses the
 * same polynomial. The text of the standard prints 1C08 for its example; its own program gives 1C80.
 */
export function crcHj212(bytes: Uint8Array): number {
  let register = 0xffff;
  for (const byte of bytes) register = TABLE[(register >> 8) ^ byte] as number;
  return register;
}

/** CRC-16/MODBUS, which some devices compute instead. */
export function crcModbus(bytes: Uint8Array): number {
  let register = 0xffff;
  for (const byte of bytes)
    register = (register >> 8) ^ (TABLE[(register ^ byte) & 0xff] as number);
  return register;
}

/** As it stands in a frame: high byte first, four hexadecimal digits. */
export const crcText = (crc: number): string => crc.toString(16).toUpperCase().padStart(4, '0');
