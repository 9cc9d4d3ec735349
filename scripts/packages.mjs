import { pack } from './pack.mjs';

for (const tarball of Object.values(pack())) console.log(tarball);
