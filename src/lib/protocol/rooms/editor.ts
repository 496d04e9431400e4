import { memberRules } from './room.ts';

export const editorRules = memberRules({});
