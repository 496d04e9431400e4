import { TECHNIQUE_IDS } from '#lib/protocol/technique-id.ts';
import { describeTechnique, isPoll } from './technique.suite.ts';

for (const technique of TECHNIQUE_IDS.filter(isPoll)) describeTechnique({ name: technique, technique });
