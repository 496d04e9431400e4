import { TECHNIQUE_IDS } from '#lib/protocol/technique-id.ts';
import { describeTechnique, isPoll } from './technique.suite.ts';

for (const technique of TECHNIQUE_IDS.filter((id) => !isPoll(id))) describeTechnique({ name: technique, technique });
describeTechnique({ name: 'socketio, WebSocket only', technique: 'socketio', websocketOnly: true });
