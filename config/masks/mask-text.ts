import { maskDoors } from './mask-doors.ts';
import { maskNames } from './mask-names.ts';
import { maskNumbers } from './mask-numbers.ts';

/** Text in which persons cannot be told any more: not by name, number, plate, account, nor by the door of a home. */
export const maskText = (text: string): string => maskNames(maskDoors(maskNumbers(text)));
