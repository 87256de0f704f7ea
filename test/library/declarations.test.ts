import { expect } from 'chai';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const consumer = `${root}test/library/consumer.ts`;

/** The consumer and the declarations of the package, without the types of Node or of browsers. */
const program = ts.createProgram([consumer], {
  strict: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
  lib: ['lib.es2022.d.ts'],
  types: [],
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
});
const checker = program.getTypeChecker();
const index = program.getSourceFiles().find(({ fileName }) => fileName.endsWith('/dist/src/index.d.ts'));

const resolved = (symbol: ts.Symbol): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

/** The types of this package that a declaration names. */
function typesIn(declaration: ts.Node): ts.Symbol[] {
  const found: ts.Symbol[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node)) {
      const name = ts.isTypeReferenceNode(node) ? node.typeName : node.expression;
      const symbol = checker.getSymbolAtLocation(name);
      if (symbol) found.push(resolved(symbol));
    }
    if (ts.isImportTypeNode(node) && node.qualifier) {
      const symbol = checker.getSymbolAtLocation(node.qualifier);
      if (symbol) found.push(resolved(symbol));
    }
    ts.forEachChild(node, visit);
  };
  visit(declaration);
  return found.filter(
    (symbol) =>
      !(symbol.flags & ts.SymbolFlags.TypeParameter) &&
      symbol.declarations?.some((d) => d.getSourceFile().fileName.includes('/dist/src/')),
  );
}

describe('the declarations of the package', () => {
  it('compile with strict, skipLibCheck: false and lib es2022, in a program that uses the library', () => {
    const errors = ts
      .getPreEmitDiagnostics(program)
      .map(
        ({ file, messageText }) =>
          `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
      );
    expect(errors).to.deep.equal([]);
  });

  it('export every type that an exported signature names', () => {
    const exported = new Set(checker.getExportsOfModule(checker.getSymbolAtLocation(index!)!).map(resolved));
    const missing = [...exported].flatMap((symbol) =>
      (symbol.declarations ?? [])
        .flatMap(typesIn)
        .filter((type) => !exported.has(type))
        .map((type) => `${symbol.name} names ${type.name}`),
    );
    expect([...new Set(missing)]).to.deep.equal([]);
  });
});
