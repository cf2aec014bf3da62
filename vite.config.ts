import { preact } from '@preact/preset-vite'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The page: hashed files under /assets, no inline script, nothing from elsewhere. */
export default defineConfig({
  root: 'src/web',
  base: '/',
  plugins: [preact({ prefreshEnabled: true, devToolsEnabled: false })],
  resolve: { conditions: ['module', 'browser', 'default'] },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: ['chrome111', 'firefox114', 'safari16.4'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: { index: here('src/web/index.html'), gallery: here('src/web/gallery.html') } },
  },
  server: { proxy: { '/api': process.env.TRACK_API_URL ?? 'http://127.0.0.1:4747', '/calendar.ics': process.env.TRACK_API_URL ?? 'http://127.0.0.1:4747' } },
})
