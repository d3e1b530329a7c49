namespace ResearchLab.Models;

/// <summary>A model of the registry.</summary>
/// <param name="Card">What it was made from and how it did out of sample.</param>
/// <param name="Folder">Full path of its files.</param>
/// <param name="CreatedAt">When it was registered, UTC.</param>
/// <param name="Role">What it is used for.</param>
public sealed record RegisteredModel(ModelCard Card, string Folder, DateTimeOffset CreatedAt, ModelRole Role);
