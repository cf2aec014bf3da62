import { fileURLToPath } from 'node:url'
import { loadModule } from './code-cache.ts'

loadModule(fileURLToPath(new URL('./modules/track.js', import.meta.url)))
