import { randomBytes } from 'node:crypto';

/** Eight random characters of base 36: two logs of one name never share an epoch. */
export function newEpoch(): string {
	return (randomBytes(6).readUIntBE(0, 6) % 36 ** 8).toString(36).padStart(8, '0');
}
