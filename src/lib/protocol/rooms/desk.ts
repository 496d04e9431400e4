import { memberRules } from './room.ts';

export const deskRules = memberRules({});
