"""What is given to others: the wheel, the models and the corpus, each with its card."""
