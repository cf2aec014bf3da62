#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { load } from './parts.ts'

load(fileURLToPath(new URL('./modules/track.js', import.meta.url)))
