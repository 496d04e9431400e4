import { memberRules } from './room.ts';

export const newsRules = memberRules({});
