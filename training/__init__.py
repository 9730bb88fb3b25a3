"""The open corpus -> the model that codes sentences. Not part of the installed package."""
