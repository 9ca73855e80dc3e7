/** ESM throughout: scripts/test.js starts Jest with --experimental-vm-modules. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/__tests__/**/*.test.{ts,tsx}'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/__tests__/container/',
    '<rootDir>/__tests__/clients/',
    '<rootDir>/__tests__/stacks/',
    '<rootDir>/__tests__/faults/',
    // They send Unix signals and start /bin/sh.
    ...(process.platform === 'win32' ? ['<rootDir>/__tests__/pty/'] : []),
    // Its machines are network and mount namespaces, which only root makes and only Linux has.
    ...(process.platform === 'linux' && process.getuid() === 0 ? [] : ['<rootDir>/__tests__/e2e/loopback.test.ts']),
  ],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          experimental: { keepImportAttributes: true },
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
        },
        module: { type: 'es6' },
      },
    ],
  },
  // On a machine that is loaded everything takes longer. What waits in a test gives up before, and says what it saw.
  testTimeout: 180_000,
  coverageProvider: 'v8',
};
