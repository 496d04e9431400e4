/** Does at a seat what its person would by hand: writes a text, walks a way. Answers whether it could. */
export type Hand = (what: string) => boolean;

const HANDS = new WeakMap<object, Hand>();

/** Lends the hand of a seat to the steps of a presentation; one that was lent before is taken back. */
export function lendHand(seat: object, hand: Hand): void {
	HANDS.set(seat, hand);
}

/** The hand of a seat, where its face lends one. */
export function handOf(seat: object): Hand | undefined {
	return HANDS.get(seat);
}
