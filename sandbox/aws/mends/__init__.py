"""What moto lacks, mended. Each module says what moto does and what AWS does."""
