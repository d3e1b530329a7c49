using System.Security.Cryptography;
using System.Text;

namespace ResearchLab.Journal;

/// <summary>
/// The id of an order from what asks for it: known before anything is sent, and the same when the same is asked for again, so that an order that may
/// have been sent is looked up, or sent again under the same id, and never doubled.
/// </summary>
public static class OrderId
{
    private const int Length = 32;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>The id: the first 32 characters (160 bits) of the base32 of a SHA-256, lower case letters and digits that every broker takes.</summary>
    /// <param name="account">Account.</param>
    /// <param name="session">Session the order is for.</param>
    /// <param name="decision">Id of the decision.</param>
    /// <param name="leg">Which order of the decision, from 0.</param>
    /// <param name="attempt">Which attempt, from 1: another one is another order.</param>
    /// <exception cref="ArgumentException">A name is empty, or a number below its first.</exception>
    public static string Of(string account, DateOnly session, string decision, int leg, int attempt)
    {
        ArgumentException.ThrowIfNullOrEmpty(account);
        ArgumentException.ThrowIfNullOrEmpty(decision);
        ArgumentOutOfRangeException.ThrowIfNegative(leg);
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        // Each part with its length before it: no two lists of parts give one text.
        string text = string.Concat(new[] { account, Invariant($"{session:yyyy-MM-dd}"), decision, Invariant($"{leg}"), Invariant($"{attempt}") }
            .Select(part => Invariant($"{Encoding.UTF8.GetByteCount(part)}:{part},")));
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return string.Create(Length, hash, (id, bytes) =>
        {
            for (int i = 0; i < id.Length; i++)
            {
                int bit = i * 5;
                int two = (bytes[bit / 8] << 8) | bytes[(bit / 8) + 1];
                id[i] = Alphabet[(two >> (11 - (bit % 8))) & 31];
            }
        });
    }
}
