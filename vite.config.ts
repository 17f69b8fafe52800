import solid from 'vite-plugin-solid';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: 'display',
  publicDir: false,
  // its browser conditions would give Node's tests the browser builds of ws and others
  plugins: process.env.VITEST ? [] : [solid()],
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: { input: ['display/index.html', 'display/desk.html'] },
  },
  test: {
    root: '.',
    include: ['{config,ingest,analytics,display}/**/*.test.{ts,tsx}'],
    environment: 'node',
    globalSetup: 'config/build-screens.ts',
    setupFiles: 'config/whole-stories.ts',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
