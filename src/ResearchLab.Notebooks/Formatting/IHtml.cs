namespace ResearchLab.Notebooks.Formatting;

/// <summary>A value that shows itself as HTML in notebooks and reports.</summary>
public interface IHtml
{
    /// <summary>The HTML: a fragment for the body of a page; text in it must be escaped.</summary>
    string ToHtml();
}
