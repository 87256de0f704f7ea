/** Files that are dropped anywhere on the page; it is marked while one is above it. */
export function receiveDrops(receive: (file: File) => void): void {
  const { body } = document;
  body.addEventListener('dragover', (event) => {
    event.preventDefault();
    body.classList.add('dropping');
  });
  body.addEventListener('dragleave', () => body.classList.remove('dropping'));
  body.addEventListener('drop', (event) => {
    event.preventDefault();
    body.classList.remove('dropping');
    const file = event.dataTransfer?.files[0];
    if (file) receive(file);
  });
}
