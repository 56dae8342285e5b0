/** What `completion.ts` measures in a process of its own, with nothing else in it: `first` or `memory`. Prints one JSON object. */
import { firstInThisProcess, memoryOfThisProcess } from './completion';

const measured = process.argv[2] === 'first' ? firstInThisProcess() : memoryOfThisProcess();
void measured.then((result) => process.stdout.write(JSON.stringify(result)));
