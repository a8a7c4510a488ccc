import { answers } from './answers';
import { cells } from './cells';
import { deliveries } from './deliveries';
import { files } from './files';
import { lists } from './lists';
import { paths } from './paths';
import type { Subject } from './subject';

/** All parsers of what comes from outside: cells, paths, lists, answers, files and deliveries. */
export const subjects: Subject[] = [...cells, ...paths, ...lists, ...answers, ...files, ...deliveries];
