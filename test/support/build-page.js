// The page of the report is made of sources too: whatever a test writes has the page as it is now.
module.exports = () => {
  require('../../scripts/build-page');
};
