import { deskFold, queueOf } from '#lib/demos/desk/fold.ts';
import type { Case, Desk } from '#lib/demos/desk/fold.ts';
import { SERVICES, SERVICE_STATES } from '#lib/protocol/rooms/desk.ts';
import type { Actor, DemoScript } from '../script.ts';

/** A help desk of two, each of whom opens, takes, answers and closes cases, so that both reach for the same ones. */
export const script: DemoScript<Desk> = {
	fold: deskFold,
	read: ({ cases, talk, board, roles }) => ({
		cases: cases.map(({ id, number, by, text, takenBy, takenAt, closedAt, lines }) => ({
			...{ id, number: number ?? 0, by, text, takenBy: takenBy ?? '', takenAt: takenAt ?? 0, closedAt: closedAt ?? 0 },
			lines: lines.map((line) => [line.by, line.text])
		})),
		talk: talk.map(({ by, text }) => [by, text]),
		// Volatile, but the latest of each is all that counts: on it all agree once they have it.
		board: [...board].map(([service, { state }]) => `${service} ${state}`).sort(),
		roles: [...roles].map(([by, role]) => `${by} ${role}`).sort()
	}),
	room: 'desk',
	events: (ada, grace) => [
		{ by: ada, type: 'role', data: { by: ada, role: 'agent' } },
		{ by: grace, type: 'open', data: { by: grace, text: 'the invoice is blank' } },
		{ by: ada, type: 'open', data: { by: ada, text: 'a rehearsal', rehearsal: true } },
		{ by: ada, type: 'talk', data: { by: ada, text: 'I take the first', n: 'k1' } },
		{ by: ada, type: 'status', data: { by: ada, service: 'payments', state: 'degraded' } }
	],
	act(actor) {
		const { by, state, random, publish } = actor;
		const held = state.cases.filter(({ takenBy, closedAt }) => takenBy === by && closedAt === undefined);
		const lost = state.cases.filter(({ takenBy, closedAt }) => takenBy !== undefined && takenBy !== by && closedAt === undefined);
		const [next] = queueOf(state);
		const dice = random();
		const of = pick(held, actor);
		const from = pick(lost, actor);
		if (dice < 0.3 && next) return publish('take', { by, case: next.id });
		if (dice < 0.4 && from) return publish('take', { by, case: from.id, from: from.takenBy });
		if (dice < 0.55 && of) return publish('answer', { by, case: of.id, text: `a${Math.floor(random() * 1e6)}` });
		if (dice < 0.65 && of) return publish('close', { by, case: of.id });
		if (dice < 0.75) return publish('talk', { by, text: `t${Math.floor(random() * 1e6)}` });
		if (dice < 0.8) return publish('status', { by, service: pick(SERVICES, actor), state: pick(SERVICE_STATES, actor) });
		return publish('open', { by, text: `c${Math.floor(random() * 1e6)}`, ...(random() < 0.7 && { rehearsal: true }) });
	}
};

function pick<Value extends Case | string>(values: readonly Value[], { random }: Actor<Desk>): Value | undefined {
	return values[Math.floor(random() * values.length)];
}
