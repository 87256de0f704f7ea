import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const NAMED_EXPORTS = { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' };
const PLAIN_FIELDS = {
  selector: 'ObjectExpression > SpreadElement > ObjectExpression',
  message: 'Write the fields themselves.',
};

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'coverage/',
      'runs/',
      'docs/api/',
      'src/kernels/wasm/generated/',
      'src/kernels/wasm/assembly/',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', Buffer: 'readonly' },
    },
    rules: {
      eqeqeq: 'error',
      'no-console': 'off',
      'prefer-const': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // chai's assertions are property reads
      '@typescript-eslint/no-unused-expressions': 'off',
      'no-restricted-syntax': ['error', NAMED_EXPORTS, PLAIN_FIELDS],
    },
  },
  {
    // a describe() of a test is one function
    ignores: ['test/**'],
    rules: { 'max-lines-per-function': ['error', { max: 60 }], 'max-lines': ['error', { max: 250 }] },
  },
  { files: ['src/**/*.ts'], rules: { '@typescript-eslint/max-params': ['error', { max: 4 }] } },
  // loops over flat arrays, as BLAS has them, and figures of such arrays
  {
    files: ['src/{kernels,inspect}/**/*.ts'],
    rules: { '@typescript-eslint/max-params': 'off' },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { globals: { require: 'readonly', module: 'readonly' } },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  { files: ['eslint.config.js'], rules: { 'no-restricted-syntax': 'off' } },
);
