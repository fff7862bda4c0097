import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'src/protocol/types.ts'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    // The core runs anywhere JavaScript does. What it needs of a browser is handed to it.
    files: ['src/core/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['window', 'document', 'localStorage', 'sessionStorage', 'navigator', 'location', 'history'],
      ],
      'no-restricted-imports': ['error', { patterns: ['preact*', '../views/*', '../strings/*'] }],
    },
  },
  { files: ['scripts/**'], rules: { 'no-console': 'off' } },
);
