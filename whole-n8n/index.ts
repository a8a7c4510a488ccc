export { install } from './install';
export { installChromium } from './chromium';
export { installRedis } from './redis';
export { wholeN8nFolder } from './folders';
export { Rest, type Execution, type Owner, type SavedCredential, type Workflow } from './rest';
export { startWholeN8n, type WholeN8n, type WholeN8nOptions } from './wholeN8n';
export { isBefore, n8nVersion } from './version';
