/** Steps 0, 1, 2, 4, 8, ...: early training changes a network within steps, late training within epochs. */
export const isMilestone = (step: number): boolean => Number.isInteger(Math.log2(step)) || step === 0;
