import { readFile, readdir } from 'node:fs/promises';

/** Ticks a second of the clock in `/proc/<pid>/stat`: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

/** CPU that processes have used, all threads, µs: in their own code and in the kernel's on their behalf. */
export interface Cpu {
	readonly user: number;
	readonly system: number;
}

/** What these processes have used since they were started, together. Linux only, to 10 ms. */
export async function cpuUsed(pids: readonly number[]): Promise<Cpu> {
	const micros = (ticks: string | undefined) => (Number(ticks) * 1_000_000) / TICKS_PER_SECOND;
	const used = await Promise.all(pids.map(statFields));
	return used.reduce<Cpu>((sum, of) => ({ user: sum.user + micros(of[11]), system: sum.system + micros(of[12]) }), { user: 0, system: 0 });
}

/** The fields of proc(5) behind the name, which stands in brackets and may hold blanks: state, parent, …, utime 11, stime 12. */
async function statFields(pid: number): Promise<string[]> {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
	return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Resident memory of these processes, bytes. */
export async function residentBytes(pids: readonly number[]): Promise<number> {
	const pages = await Promise.all(pids.map(async (pid) => Number((await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1])));
	return pages.reduce((sum, count) => sum + count * PAGE_BYTES, 0);
}

/** The processes that this one started, so long as they live. */
export async function childrenOf(parent: number): Promise<number[]> {
	const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
	const parents = await Promise.all(pids.map(async (pid) => ({ pid, parent: Number((await statFields(pid).catch(() => []))[1]) })));
	return parents.filter((process) => process.parent === parent).map(({ pid }) => pid);
}
