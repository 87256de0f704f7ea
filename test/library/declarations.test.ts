import { expect } from 'chai';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The entries of the package: a program that uses each, and the types that must be there beside it. */
const entries = {
  'char-rnn-ts': { consumer: 'consumer-of-verbs', declarations: 'index', types: ['node'] },
  'char-rnn-ts/in-memory': { consumer: 'consumer', declarations: 'in-memory/index', types: [] },
};

/** A program with the declarations of the package, and no type of a browser. */
const programOf = (consumer: string, types: string[]) =>
  ts.createProgram([`${root}test/library/${consumer}.ts`], {
    strict: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
    lib: ['lib.es2022.d.ts'],
    types,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
  });

const resolved = (checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

/** The types of this package that a declaration names. */
function typesIn(checker: ts.TypeChecker, declaration: ts.Node): ts.Symbol[] {
  const found: ts.Symbol[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node)) {
      const name = ts.isTypeReferenceNode(node) ? node.typeName : node.expression;
      const symbol = checker.getSymbolAtLocation(name);
      if (symbol) found.push(resolved(checker, symbol));
    }
    if (ts.isImportTypeNode(node) && node.qualifier) {
      const symbol = checker.getSymbolAtLocation(node.qualifier);
      if (symbol) found.push(resolved(checker, symbol));
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

for (const [entry, { consumer, declarations, types }] of Object.entries(entries)) {
  describe(`the declarations of ${entry}`, () => {
    const program = programOf(consumer, types);
    const checker = program.getTypeChecker();

    it('compile with strict, skipLibCheck: false and lib es2022, in a program that uses them', () => {
      const errors = ts
        .getPreEmitDiagnostics(program)
        .map(
          ({ file, messageText }) =>
            `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
        );
      expect(errors).to.deep.equal([]);
    });

    it('export every type that an exported signature names, or leave it to in-memory', () => {
      const exportsOf = (name: string) => {
        const file = program
          .getSourceFiles()
          .find(({ fileName }) => fileName.endsWith(`/dist/src/${name}.d.ts`));
        const symbols = file ? checker.getExportsOfModule(checker.getSymbolAtLocation(file)!) : [];
        return symbols.map((symbol) => resolved(checker, symbol));
      };
      const exported = exportsOf(declarations);
      const known = new Set([...exported, ...exportsOf('in-memory/index')]);
      const missing = exported.flatMap((symbol) =>
        (symbol.declarations ?? [])
          .flatMap((declaration) => typesIn(checker, declaration))
          .filter((type) => !known.has(type))
          .map((type) => `${symbol.name} names ${type.name}`),
      );
      expect([...new Set(missing)]).to.deep.equal([]);
    });
  });
}
