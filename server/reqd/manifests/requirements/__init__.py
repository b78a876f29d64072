"""Requirements files, read as pip reads them and with the place of every part."""
