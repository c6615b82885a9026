"""Trial broadcasts: the office plans them, a mentor runs them, results are entered."""
