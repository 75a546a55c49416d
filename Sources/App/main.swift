print("vonggac")
