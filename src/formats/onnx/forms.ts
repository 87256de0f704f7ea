/**
 * What a cell is in ONNX: one time step in plain operators and, where ONNX has one, the operator for the whole cell.
 *
 * A step is a list of equations `outputs = Operator inputs`, from `gates` [B, G·H], which is W_ih x and the input
 * biases, from the recurrent product `u` [B, G·H], where there is one, and from the states before (`h`, ...) to the
 * states after (`h_out`, ...). On maps all have two dimensions more. Split divides the second dimension evenly.
 */
export interface OnnxForm {
  readonly step: readonly string[];
  readonly operator?: OnnxOperator;
}

/** An operator with the inputs W [1, G·H, D], R [1, G·H, H], B [1, 2·G·H]. It does not work on maps. */
export interface OnnxOperator {
  readonly name: string;
  /** The gates in the operator's order, as positions in ours. */
  readonly gates: readonly number[];
  readonly attributes?: Readonly<Record<string, number>>;
}

const rnn: OnnxForm = {
  step: ['z = Add gates u', 'h_out = Tanh z'],
  operator: { name: 'RNN', gates: [0] },
};

const lstm: OnnxForm = {
  step: [
    'z = Add gates u',
    'i_in f_in g_in o_in = Split z',
    'i = Sigmoid i_in',
    'f = Sigmoid f_in',
    'g = Tanh g_in',
    'o = Sigmoid o_in',
    'kept = Mul f c',
    'written = Mul i g',
    'c_out = Add kept written',
    'shown = Tanh c_out',
    'h_out = Mul o shown',
  ],
  operator: { name: 'LSTM', gates: [0, 3, 1, 2] }, // i, o, f, c
};

/** h = n + z ∘ (h' − n) */
const gru: OnnxForm = {
  step: [
    'r_in z_in n_in = Split gates',
    'r_u z_u n_u = Split u',
    'r_sum = Add r_in r_u',
    'r = Sigmoid r_sum',
    'z_sum = Add z_in z_u',
    'z = Sigmoid z_sum',
    'past = Mul r n_u',
    'n_sum = Add n_in past',
    'n = Tanh n_sum',
    'change = Sub h n',
    'stays = Mul z change',
    'h_out = Add n stays',
  ],
  operator: { name: 'GRU', gates: [1, 0, 2], attributes: { linear_before_reset: 1 } }, // z, r, h
};

/** h = h' + z ∘ (n − h') */
const minGru: OnnxForm = {
  step: [
    'z_in n = Split gates',
    'z = Sigmoid z_in',
    'change = Sub n h',
    'written = Mul z change',
    'h_out = Add h written',
  ],
};

/** By the names of cells. */
const forms = new Map(Object.entries({ rnn, lstm, gru, 'min-gru': minGru }));

/** The form of the cell of that name; undefined for one that cannot be exported to ONNX. */
export const onnxForm = (cell: string): OnnxForm | undefined => forms.get(cell);

/** Lets a cell of that name (layers/cells.ts, registerCell) be exported to ONNX. Returns how to undo it. */
export function registerOnnxForm(cell: string, form: OnnxForm): () => void {
  if (forms.has(cell)) throw new RangeError(`a cell called ${cell} has a form in ONNX`);
  forms.set(cell, form);
  return () => void forms.delete(cell);
}
