import { preact } from '@preact/preset-vite'
import { defineConfig } from 'vite'

/** The page: hashed files under assets/, no inline script, nothing from elsewhere, no address that names its folder. */
export default defineConfig({
  root: 'src/web',
  base: './',
  plugins: [preact({ prefreshEnabled: true, devToolsEnabled: false })],
  resolve: { conditions: ['module', 'browser', 'default'] },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: ['chrome114', 'firefox125', 'safari17'], // the first with popovers
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600, // the tables of any-ascii, which only imports load
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      '/api': process.env.TRACK_API_URL ?? 'http://127.0.0.1:4747',
      '/calendar.ics': process.env.TRACK_API_URL ?? 'http://127.0.0.1:4747',
    },
  },
})
