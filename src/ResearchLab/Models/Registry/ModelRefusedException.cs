namespace ResearchLab.Models;

/// <summary>The model cannot do what is asked of it; one line with cause and remedy.</summary>
public sealed class ModelRefusedException(string message) : Exception(message);
