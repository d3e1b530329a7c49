using System.Collections.Concurrent;

namespace ResearchLab.DuckDb.Values;

/// <summary>Makes arrays, lists and dictionaries of element types known only at run time; one instance a type, kept.</summary>
internal abstract class NestedFactory
{
    private static readonly ConcurrentDictionary<Type, NestedFactory> Elements = new();
    private static readonly ConcurrentDictionary<(Type Key, Type Value), NestedFactory> Entries = new();

    public static NestedFactory ForElement(Type element) =>
        Elements.GetOrAdd(element, static type => (NestedFactory)Activator.CreateInstance(typeof(Sequence<>).MakeGenericType(type))!);

    public static NestedFactory ForEntry(Type key, Type value) =>
        Entries.GetOrAdd((key, value), static types => (NestedFactory)Activator.CreateInstance(typeof(Mapping<,>).MakeGenericType(types.Key, types.Value))!);

    public virtual object ToArray(VectorReader elements, long offset, int length) => throw new NotSupportedException();

    public virtual object ToList(VectorReader elements, long offset, int length) => throw new NotSupportedException();

    public virtual object ToDictionary(VectorReader keys, VectorReader values, long offset, int length) => throw new NotSupportedException();

    private sealed class Sequence<T> : NestedFactory
    {
        public override object ToArray(VectorReader elements, long offset, int length)
        {
            var array = new T[length];
            for (int i = 0; i < length; i++)
                array[i] = elements.Get<T>(offset + i);
            return array;
        }

        public override object ToList(VectorReader elements, long offset, int length)
        {
            var list = new List<T>(length);
            for (int i = 0; i < length; i++)
                list.Add(elements.Get<T>(offset + i));
            return list;
        }
    }

    private sealed class Mapping<TKey, TValue> : NestedFactory
        where TKey : notnull
    {
        public override object ToDictionary(VectorReader keys, VectorReader values, long offset, int length)
        {
            var map = new Dictionary<TKey, TValue>(length);
            for (int i = 0; i < length; i++)
                map[keys.Get<TKey>(offset + i)] = values.Get<TValue>(offset + i);
            return map;
        }
    }
}
