/** Tells the test workers where the templates of this run go; set by the reporter, which reads them in the end. */
export const RUN_FOLDER_VARIABLE = 'TEST_RUN_TEMPLATES';
