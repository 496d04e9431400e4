import { memberRules } from './room.ts';

export const gameRules = memberRules({});
